//! Records of what is put together by hand: menus, fronts, old paths.

use serde::Deserialize;

use super::record::typed;
use crate::addresses::Addresses;
use crate::app::Problem;
use crate::articles::Contribution;
use crate::editions::{Menu, MenuChild, MenuItem, MenuTarget};
use crate::fronts::{Arrangement, Pin, Rule, Zone};
use crate::platform::calendar::parse_duration;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, AuthorId, PinId, SectionId, TagId, UserId};
use crate::platform::locale::Locale;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis, UserErrorCode, ZoneLayout};
