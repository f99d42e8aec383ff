"""An appendix file becomes tasks: read → staged for review → confirmed, all or nothing."""
