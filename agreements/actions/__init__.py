"""What people do to papers: one keyword-only function an act, all or nothing, one Event."""
