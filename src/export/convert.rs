//! Articles in another syntax.

use crate::analysis::{Analysis, target_actor};
use crate::article::{Scheme, SyntaxId, Target};
use crate::links::scheme_of;
use crate::syntax::{Composed, NEWS_MARKDOWN, Story, Syntax};

/// Writes an article in another syntax.
pub fn convert(analysis: &Analysis, to: SyntaxId) -> Composed {
    let scheme = |target: &Target| {
        let actor = target_actor(analysis.registry(), target);
        let kind = actor.map(|actor| scheme_of(analysis.registry().actor(actor).kind));
        match &target.scheme {
            // Markup states the kind in the element. News Markdown needs no kind that the registry knows.
            Scheme::Actor if to != NEWS_MARKDOWN => kind.unwrap_or(Scheme::Actor),
            stated if to == NEWS_MARKDOWN && kind.as_ref() == Some(stated) => Scheme::Actor,
            stated => stated.clone(),
        }
    };
    let mut lost = Vec::new();
    let story = Story::of(&analysis.article, &scheme, &mut lost);
    let mut composed = (Syntax::of(to).compose)(&story);
    lost.append(&mut composed.lost);
    Composed { lost, ..composed }
}
