"""How ``sample_media/`` is made: procedural goods, rendered light, a phone and its mistakes."""
