"""How dates are written where no template says it, as in the lists of the admin."""
