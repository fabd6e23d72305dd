//! What a file says of itself.

use async_graphql::Object;

use crate::api::graphql::desk::localized::LocalizedText;
use crate::media::Embedded;

/// What a file says of itself (IPTC, XMP, Exif).
pub struct AssetEmbedded(pub Embedded);

/// What a file says of itself (IPTC, XMP, Exif). Where it was taken is not among it.
#[Object]
impl AssetEmbedded {
    /// A line about what it shows.
    async fn headline(&self) -> Option<&str> {
        self.0.headline.as_deref()
    }

    /// What it shows, in a language that the file does not name.
    async fn caption(&self) -> Option<&str> {
        self.0.caption.as_deref()
    }

    /// What it shows, in languages that the file names.
    async fn captions(&self) -> Vec<LocalizedText> {
        LocalizedText::all(&self.0.captions, |caption| Some(caption))
    }

    /// Who made it.
    async fn creators(&self) -> &[String] {
        &self.0.creators
    }

    /// The credit line that its supplier asks for.
    async fn credit_line(&self) -> Option<&str> {
        self.0.credit_line.as_deref()
    }

    /// A name for its credit, from who made and who supplied it.
    async fn credit_name(&self) -> Option<String> {
        self.0.credit_name()
    }

    /// Where it came from.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// Its copyright notice.
    async fn copyright(&self) -> Option<&str> {
        self.0.copyright.as_deref()
    }

    /// Whose rights they are, or who licenses it.
    async fn rights_holder(&self) -> Option<&str> {
        self.0.rights_holder.as_deref()
    }

    /// How it may be used.
    async fn usage_terms(&self) -> Option<&str> {
        self.0.usage_terms.as_deref()
    }

    /// IPTC digital source type, e.g. `trainedAlgorithmicMedia`.
    async fn digital_source_type(&self) -> Option<&str> {
        self.0.digital_source_type.as_deref()
    }

    /// Words to find it by.
    async fn keywords(&self) -> &[String] {
        &self.0.keywords
    }
}
