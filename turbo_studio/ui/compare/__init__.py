"""The comparison: two to four pictures beside, over and against each other, with one zoom for all."""
