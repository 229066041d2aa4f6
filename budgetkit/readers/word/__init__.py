"""Word documents of the new kind (DOCX), whatever program wrote them."""
