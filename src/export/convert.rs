//! Articles in another syntax.

use crate::analysis::{Analysis, target_actor};
use crate::article::{Scheme, SyntaxId, Target};
use crate::links::scheme_of;
use crate::syntax::{Composed, Story, Syntax};

/// Writes an article in another syntax.
pub fn convert(analysis: &Analysis, to: SyntaxId) -> Composed {
    let scheme = |target: &Target| match (&target.scheme, target_actor(analysis.registry(), target)) {
        (Scheme::Outside(_) | Scheme::Date, _) | (_, None) => target.scheme.clone(),
        (_, Some(actor)) => scheme_of(analysis.registry().actor(actor).kind),
    };
    let mut lost = Vec::new();
    let story = Story::of(&analysis.article, &scheme, &mut lost);
    let mut composed = (Syntax::of(to).compose)(&story);
    lost.append(&mut composed.lost);
    Composed { lost, ..composed }
}
