//! The countries and their capitals, as registry entries inside the binary.

use super::Actor;

/// The built-in places.
pub(super) fn places() -> &'static [Actor] {
    &[]
}

/// Lends an entry of a file what it lacks of the built-in one.
pub(super) fn extend(actor: &mut Actor, place: &Actor) {
    let _ = (actor, place);
}
