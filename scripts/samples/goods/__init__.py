"""The goods: a jacket, a parcel, what is wrong with them and what lies about."""
