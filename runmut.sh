cd /tmp/wt/read_out/snap_a
for k in made prog avif webp real base png webpll; do PYTHONPATH=$PWD /tmp/bin/heavy /work/main/.venv/bin/python ../mut.py $k 60 11 all > ../f3/mut_$k.txt 2>&1; done
echo alldone > ../f3/mut_done
