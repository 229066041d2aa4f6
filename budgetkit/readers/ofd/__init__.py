"""OFD, the fixed-layout format of GB/T 33190: read from its characters and paths, as PDF is."""
