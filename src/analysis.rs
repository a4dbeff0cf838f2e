//! One article as the rules see it: the text, what the reader made of it, and the settings.

use crate::article::Article;
use crate::config::Config;

/// What a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Analysis<'a> {
    /// The source.
    pub text: &'a str,
    /// The article that was read from it.
    pub article: &'a Article,
    /// The settings of its folder.
    pub config: &'a Config,
}
