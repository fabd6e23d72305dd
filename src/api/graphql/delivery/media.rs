//! Pictures, videos and recordings.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject, Union};

use super::rich_text::RichText;
use crate::api::graphql::door::directives::{cache_control, cost, max_age};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{Duration, Url};
use crate::app;
use crate::articles::is_web;
use crate::media::{self, Asset, Playback};
use crate::platform::ids::AssetId;
use crate::platform::locale::Locale;
use crate::vocabulary::{AssetKind, ImageAspect, ImageFormat};

/// What a figure shows.
#[derive(Clone, Union)]
pub enum Media {
    /// A picture.
    Image(Image),
    /// A video.
    Video(Video),
    /// A recording.
    Audio(Audio),
}

impl Media {
    /// What readers get of an asset; `None` for what cannot be shown in a page.
    pub fn of(reader: &Arc<Reader>, asset: &Arc<Asset>) -> Option<Self> {
        match asset.kind {
            AssetKind::Image => Image::of(reader, asset).map(Self::Image),
            AssetKind::Video => Video::of(reader, asset).map(Self::Video),
            AssetKind::Audio => Audio::of(reader, asset).map(Self::Audio),
            AssetKind::Document => None,
        }
    }
}

/// A picture; renditions are made on demand at signed addresses.
#[derive(Clone)]
pub struct Image {
    asset: Arc<Asset>,
    reader: Arc<Reader>,
    /// Address of the original.
    address: String,
    width: i32,
    height: i32,
}

impl Image {
    /// The picture of an asset; `None` when it is none that readers can get.
    pub fn of(reader: &Arc<Reader>, asset: &Arc<Asset>) -> Option<Self> {
        if asset.kind != AssetKind::Image {
            return None;
        }
        Some(Self {
            address: reader.media_url(&asset.public_path()?),
            width: asset.width_px?,
            height: asset.height_px?,
            asset: Arc::clone(asset),
            reader: Arc::clone(reader),
        })
    }

    /// The picture with this id, if readers can get it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(reader: &Arc<Reader>, id: Option<AssetId>) -> app::Result<Option<Self>> {
        let Some(id) = id else { return Ok(None) };
        let asset = reader.asset(id).await?;
        Ok(asset.and_then(|asset| Self::of(reader, &asset)))
    }

    /// Address of the picture.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Width and height in pixels.
    pub const fn size(&self) -> (i32, i32) {
        (self.width, self.height)
    }
}

/// A picture; renditions are made on demand at signed addresses.
#[Object(directive = cache_control::apply(max_age(3600)))]
impl Image {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.asset.id.to_string().into()
    }

    /// Intrinsic size after orientation.
    async fn width(&self) -> i32 {
        self.width
    }

    async fn height(&self) -> i32 {
        self.height
    }

    /// Point kept in view when cropping, fractions of width and height.
    async fn focal_point(&self) -> FocalPoint {
        let media::FocalPoint { x, y } = self.asset.focus();
        FocalPoint { x, y }
    }

    /// Tiny placeholder (BlurHash).
    async fn blur_hash(&self) -> Option<&str> {
        self.asset.blur_hash.as_deref()
    }

    /// The colour that most of the picture has, as `#rrggbb`.
    async fn dominant_color(&self) -> Option<&str> {
        self.asset.dominant_color.as_deref()
    }

    async fn is_animated(&self) -> bool {
        self.asset.is_animated
    }

    /// One rendition; sizes snap to the configured ladder so that caches stay small: the narrowest
    /// that is as wide as `width`, without it the widest. A moving picture is given as it is.
    async fn url(
        &self,
        width: Option<i32>,
        #[graphql(default_with = "ImageAspect::Original")] aspect: ImageAspect,
        #[graphql(default_with = "ImageFormat::Auto")] format: ImageFormat,
    ) -> Url {
        let url = self
            .reader
            .rendition_url(&self.asset, pixels(width), (aspect, format));
        Url(url.unwrap_or_else(|| self.address.clone()))
    }

    /// Ready `srcset`, ascending widths from the ladder.
    async fn src_set(
        &self,
        max_width: Option<i32>,
        #[graphql(default_with = "ImageAspect::Original")] aspect: ImageAspect,
        #[graphql(default_with = "ImageFormat::Auto")] format: ImageFormat,
    ) -> String {
        let most = pixels(max_width);
        let all = self
            .reader
            .rendition_urls(&self.asset, most, (aspect, format));
        if all.is_empty() {
            return format!("{} {}w", self.address, self.width);
        }
        let all = all.iter().map(|(url, width)| format!("{url} {width}w"));
        all.collect::<Vec<_>>().join(", ")
    }
}

/// A width as pixels; none is negative.
fn pixels(width: Option<i32>) -> Option<u32> {
    width.map(|width| u32::try_from(width).unwrap_or(0))
}

/// Fractions, 0..1 from the top left.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct FocalPoint {
    x: f64,
    y: f64,
}

/// A video or recording in one language.
#[derive(Clone)]
struct Playing {
    reader: Arc<Reader>,
    asset: Arc<Asset>,
}

impl Playing {
    fn of(kind: AssetKind, reader: &Arc<Reader>, asset: &Arc<Asset>) -> Option<Self> {
        (asset.kind == kind).then(|| Self {
            reader: Arc::clone(reader),
            asset: Arc::clone(asset),
        })
    }

    fn id(&self) -> ID {
        self.reader.id(self.asset.id)
    }

    fn title(&self) -> &str {
        let title = self.asset.title(self.reader.edition());
        title.map_or("", |(_, title)| title)
    }

    fn playback(&self) -> Option<&Playback> {
        self.asset.playback.as_ref()
    }

    /// Where it plays, and its title: on another host, else its first file.
    fn player(&self) -> Option<(String, &str)> {
        let elsewhere = self.playback()?.embed_url.clone();
        let address = elsewhere.or_else(|| Some(self.files().into_iter().next()?.url))?;
        Some((address, self.title()))
    }

    /// Its files: our own first.
    fn files(&self) -> Vec<media::MediaSource> {
        let own = self.asset.public_path().map(|path| {
            let url = self.reader.media_url(&path);
            self.asset.own_source(url)
        });
        let others = self.playback().map(|playback| playback.sources.clone());
        own.into_iter().chain(others.unwrap_or_default()).collect()
    }

    /// Its captions and subtitles, as far as readers may get them.
    async fn tracks(&self) -> Result<Vec<TextTrack>> {
        let tracks = self.playback().map_or(&[][..], |playback| &playback.tracks);
        let ids: Vec<_> = tracks.iter().map(|track| track.asset).collect();
        let found: HashMap<_, _> = self.reader.all_assets(&ids).await?.into_iter().collect();
        let track = |one: &media::TextTrack| {
            let path = found.get(&one.asset)?.public_path()?;
            Some(TextTrack {
                locale: one.locale,
                url: Url(self.reader.media_url(&path)),
            })
        };
        Ok(tracks.iter().filter_map(track).collect())
    }

    fn duration(&self) -> Option<Duration> {
        let seconds = self.playback()?.duration_seconds?;
        Some(Duration { seconds })
    }

    fn sources(&self) -> Vec<MediaSource> {
        self.files().iter().map(MediaSource::of).collect()
    }
}

/// Own or embedded video. The title is localised, so the id is per language.
#[derive(Clone)]
pub struct Video(Playing);

impl Video {
    /// The video of an asset; `None` when it is none.
    pub fn of(reader: &Arc<Reader>, asset: &Arc<Asset>) -> Option<Self> {
        Playing::of(AssetKind::Video, reader, asset).map(Self)
    }

    /// Where it plays, and its title.
    pub fn player(&self) -> Option<(String, &str)> {
        self.0.player()
    }
}

/// Own or embedded video. The title is localised, so the id is per language.
#[Object(directive = cache_control::apply(max_age(3600)))]
impl Video {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.0.id()
    }

    async fn title(&self) -> &str {
        self.0.title()
    }

    async fn duration(&self) -> Option<Duration> {
        self.0.duration()
    }

    /// The picture shown before it plays.
    async fn poster(&self) -> Result<Option<Image>> {
        let poster = self.0.playback().and_then(|playback| playback.poster);
        Ok(Image::find(&self.0.reader, poster).await?)
    }

    /// Own files or streams; empty when only embeddable.
    async fn sources(&self) -> Vec<MediaSource> {
        self.0.sources()
    }

    /// Address of the player on another host.
    async fn embed_url(&self) -> Option<Url> {
        let address = self.0.playback()?.embed_url.as_deref()?;
        is_web(address).then(|| address.into())
    }

    /// Captions and subtitles.
    async fn captions(&self) -> Result<Vec<TextTrack>> {
        self.0.tracks().await
    }

    /// Whether it is a broadcast going on; what the library keeps is recorded.
    async fn is_live(&self) -> bool {
        false
    }
}

/// Own audio. The title is localised, so the id is per language.
#[derive(Clone)]
pub struct Audio {
    playing: Playing,
    duration: Duration,
}

impl Audio {
    /// The recording of an asset; `None` when it is none, or nobody knows how long it plays.
    pub fn of(reader: &Arc<Reader>, asset: &Arc<Asset>) -> Option<Self> {
        let playing = Playing::of(AssetKind::Audio, reader, asset)?;
        let duration = playing.duration()?;
        Some(Self { playing, duration })
    }

    /// Where it plays, and its title.
    pub fn player(&self) -> Option<(String, &str)> {
        self.playing.player()
    }
}

/// Own audio. The title is localised, so the id is per language.
#[Object(directive = cache_control::apply(max_age(3600)))]
impl Audio {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.playing.id()
    }

    async fn title(&self) -> &str {
        self.playing.title()
    }

    async fn duration(&self) -> Duration {
        self.duration
    }

    /// Its files.
    async fn sources(&self) -> Vec<MediaSource> {
        self.playing.sources()
    }

    /// What is said in it; null while the library keeps no transcripts.
    async fn transcript(&self) -> Option<RichText<'_>> {
        None
    }
}

/// One playable file or manifest.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct MediaSource {
    url: Url,
    mime_type: String,
    width: Option<i32>,
    height: Option<i32>,
    bitrate: Option<i32>,
}

impl MediaSource {
    fn of(source: &media::MediaSource) -> Self {
        Self {
            url: source.url.as_str().into(),
            mime_type: source.mime_type.clone(),
            width: source.width,
            height: source.height,
            bitrate: source.bitrate,
        }
    }
}

/// Captions or subtitles (WebVTT).
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct TextTrack {
    locale: Locale,
    url: Url,
}
