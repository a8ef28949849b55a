"""What buyers write about goods, a file a language; a language is added by adding one."""
