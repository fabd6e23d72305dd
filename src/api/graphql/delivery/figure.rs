//! The use of a picture, video or recording in a place: its caption, accessible text and credit.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::cited::Cited;
use super::media::Media;
use super::rich_text::RichText;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::{self, CreditOverride, is_web};
use crate::media::Asset;
use crate::platform::ids::AssetId;
use crate::platform::locale::Locale;
use crate::vocabulary::CreditKind;

/// An asset and the words that one place has for it.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    asset: AssetId,
    caption: Option<&'a articles::RichText>,
    alt: Option<&'a str>,
    credit: Option<&'a CreditOverride>,
}

impl<'a> From<&'a articles::Figure> for Place<'a> {
    fn from(figure: &'a articles::Figure) -> Self {
        Self {
            asset: figure.asset_id,
            caption: figure.caption.as_ref(),
            alt: figure.alt.as_deref(),
            credit: figure.credit_override.as_ref(),
        }
    }
}

impl<'a> From<&'a articles::Lead> for Place<'a> {
    fn from(lead: &'a articles::Lead) -> Self {
        Self {
            asset: lead.asset_id,
            caption: lead.caption.as_ref(),
            alt: lead.alt.as_deref(),
            credit: lead.credit_override.as_ref(),
        }
    }
}

/// A picture in its place: the asset plus the words this page uses with it.
pub struct Figure<'a> {
    media: Media,
    caption: Option<RichText<'a>>,
    alt: Alt,
    credit: Option<Credit>,
}

/// Accessible text.
#[derive(Default)]
struct Alt {
    text: String,
    /// Its language, when it was borrowed from another one.
    lent_by: Option<Locale>,
}

impl Alt {
    /// The place's own text, else the asset's, which may be borrowed from another language.
    fn of(cited: &Cited, place: &Place<'_>, asset: &Asset) -> Self {
        if let Some(own) = place.alt {
            return Self {
                text: own.to_owned(),
                lent_by: None,
            };
        }
        let edition = cited.reader.edition();
        let found = asset.alt_text(edition).map(|(locale, text)| Self {
            text: text.to_owned(),
            lent_by: Some(locale).filter(|locale| *locale != edition.locale),
        });
        found.unwrap_or_default()
    }
}

impl<'a> Figure<'a> {
    /// The figure of a place; `None` when the asset is gone or its rights have ended. Where another
    /// one has replaced it, the caption stays, and accessible text and credit are the other's own.
    pub fn of(cited: &Cited, place: impl Into<Place<'a>>) -> Option<Self> {
        let mut place = place.into();
        let asset = cited.asset(place.asset)?;
        if asset.id != place.asset {
            // What was said of the picture that stood here is not true of the one that does now.
            (place.alt, place.credit) = (None, None);
        }
        Some(Self {
            media: Media::of(&cited.reader, asset)?,
            caption: place.caption.map(|text| RichText::cited(text, cited)),
            alt: Alt::of(cited, &place, asset),
            credit: Credit::of(&cited.reader, &place, asset),
        })
    }

    /// The lead picture or video of a story.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_lead(
        reader: &Arc<Reader>,
        lead: &'a articles::Lead,
    ) -> app::Result<Option<Self>> {
        let mut references = articles::References::default();
        references.assets.insert(lead.asset_id);
        let links = lead.caption.iter().flat_map(articles::RichText::links);
        links.for_each(|link| references.add(link));
        let cited = Cited::of(reader, &references).await?;
        Ok(Self::of(&cited, lead))
    }

    /// What it shows.
    pub const fn shown(&self) -> &Media {
        &self.media
    }

    /// Its accessible text, and the language of that when it is another than the edition's.
    pub fn alt_text(&self) -> (&str, Option<&Locale>) {
        (&self.alt.text, self.alt.lent_by.as_ref())
    }

    /// Its caption.
    pub const fn words(&self) -> Option<&RichText<'a>> {
        self.caption.as_ref()
    }

    /// Caption and credit in one line.
    pub fn plain_line(&self) -> String {
        let caption = self.caption.as_ref().map(RichText::words);
        line(&caption.unwrap_or_default(), &self.credit_line())
    }

    /// `Stock photo: Getty Images`; empty without a credit.
    pub fn credit_line(&self) -> String {
        let line = |credit: &Credit| format!("{}: {}", credit.label, credit.name);
        self.credit.as_ref().map(line).unwrap_or_default()
    }
}

/// What stands between a caption and a credit: the caption keeps the full stop, question mark or
/// ellipsis that it ends with, and gets a full stop when it has none.
pub fn joint(caption: &str, credit: &str) -> &'static str {
    let is_sentence = caption.ends_with(['.', '!', '?', '…']);
    match (caption.is_empty() || credit.is_empty(), is_sentence) {
        (true, _) => "",
        (false, true) => " ",
        (false, false) => ". ",
    }
}

fn line(caption: &str, credit: &str) -> String {
    format!("{caption}{}{credit}", joint(caption, credit))
}

/// A picture in its place: the asset plus the words this page uses with it.
#[Object(directive = cost::apply("0"))]
impl<'a> Figure<'a> {
    /// What is shown.
    async fn media(&self) -> &Media {
        &self.media
    }

    /// The words under it; null when this language has none.
    async fn caption(&self) -> Option<&RichText<'a>> {
        self.caption.as_ref()
    }

    /// Accessible text; empty string = decorative.
    async fn alt(&self) -> &str {
        &self.alt.text
    }

    /// Who made or supplied it.
    async fn credit(&self) -> Option<&Credit> {
        self.credit.as_ref()
    }

    /// Ready-made line: `Mark Rutte. Stock photo: Getty Images`.
    async fn line(&self) -> String {
        self.plain_line()
    }
}

/// Who made or supplied the media.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct Credit {
    kind: CreditKind,
    /// Localised prefix, e.g. `Stock photo`.
    label: String,
    name: String,
    url: Option<Url>,
}

impl Credit {
    /// The place's own credit, else the asset's.
    fn of(reader: &Reader, place: &Place<'_>, asset: &Asset) -> Option<Self> {
        Self::of_asset(reader, place.credit, asset)
    }

    /// The credit of an asset, or another in its place.
    pub fn of_asset(reader: &Reader, own: Option<&CreditOverride>, asset: &Asset) -> Option<Self> {
        let own = own.map(|one| (one.kind, &one.name, &one.url));
        let general = asset.credit.as_ref();
        let (kind, name, url) =
            own.or_else(|| general.map(|one| (one.kind, &one.name, &one.url)))?;
        Some(Self {
            kind,
            label: reader.label(&format!("creditKind.{kind}")).to_owned(),
            name: name.clone(),
            url: url.clone().filter(|url| is_web(url)).map(Url),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_caption_and_the_credit() {
        let credit = "Stock photo: Getty Images";

        assert_eq!(
            line("Mark Rutte", credit),
            "Mark Rutte. Stock photo: Getty Images"
        );
        assert_eq!(line("Mark Rutte", ""), "Mark Rutte");
        assert_eq!(line("", credit), credit);
        assert_eq!(line("", ""), "");
    }

    #[test]
    fn a_caption_that_is_a_sentence_gets_no_second_full_stop() {
        assert_eq!(
            line("Will it sail?", "Photo: Mayak"),
            "Will it sail? Photo: Mayak"
        );
        assert_eq!(
            line("It sailed.", "Photo: Mayak"),
            "It sailed. Photo: Mayak"
        );
    }
}
