"""Pages that are pictures: turned straight, their rulings and their ink found, each cell recognised alone."""
