"""What is submitted: which photo in which slot, the clip, the statement, what is left out."""
