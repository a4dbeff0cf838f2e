//! One document model for every syntax.
