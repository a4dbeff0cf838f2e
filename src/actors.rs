//! Actors: the registry, and how mentions are found.
