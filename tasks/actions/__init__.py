"""What people do with tasks: each act is one atomic, keyword-only function that writes its Event."""
