//! Dates: how the press writes them, and what they mean.
