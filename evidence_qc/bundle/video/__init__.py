"""The clip to submit: planned, then copied, remuxed or encoded."""
