"""Who sees what (`seeing`) and who may do what (`acting`); when an act is open stands in `tasks.states`."""
