"""Web pages as they are published and saved: HTML of any maker, and pages in one file (MHT)."""
