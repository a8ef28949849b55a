"""How ``sample_media/`` is made: procedural goods, rendered light, a phone's sensor and its mistakes."""
