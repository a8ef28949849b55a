"""How well the eye judges labelled photos: labels, facts, figures, peers."""
