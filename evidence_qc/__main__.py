"""``python -m evidence_qc`` is the same program as ``evidence-qc``."""

from evidence_qc.cli import main

if __name__ == "__main__":
    main()
