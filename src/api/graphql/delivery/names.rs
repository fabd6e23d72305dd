//! How places elsewhere on the web are called: by the name that they write themselves, else by
//! their host.

use url::Url;

use crate::vocabulary::{EmbedProvider, SocialNetwork};

/// What readers call the network of an account.
pub(super) fn network(network: SocialNetwork, address: &str) -> String {
    let name = match network {
        SocialNetwork::Facebook => "Facebook",
        SocialNetwork::Instagram => "Instagram",
        SocialNetwork::Threads => "Threads",
        SocialNetwork::X => "X",
        SocialNetwork::Telegram => "Telegram",
        SocialNetwork::Viber => "Viber",
        SocialNetwork::Whatsapp => "WhatsApp",
        SocialNetwork::Youtube => "YouTube",
        SocialNetwork::Tiktok => "TikTok",
        SocialNetwork::Bluesky => "Bluesky",
        SocialNetwork::Linkedin => "LinkedIn",
        SocialNetwork::Rss => "RSS",
        SocialNetwork::Other => return host(address),
    };
    name.to_owned()
}

/// What readers call the provider of content from elsewhere.
pub(super) fn provider(provider: EmbedProvider, address: &str) -> String {
    let name = match provider {
        EmbedProvider::Youtube => "YouTube",
        EmbedProvider::Telegram => "Telegram",
        EmbedProvider::X => "X",
        EmbedProvider::Facebook => "Facebook",
        EmbedProvider::Instagram => "Instagram",
        EmbedProvider::Tiktok => "TikTok",
        EmbedProvider::Bluesky => "Bluesky",
        EmbedProvider::Datawrapper => "Datawrapper",
        EmbedProvider::Flourish => "Flourish",
        EmbedProvider::Map => "OpenStreetMap",
        EmbedProvider::Document => "DocumentCloud",
        EmbedProvider::Other => return host(address),
    };
    name.to_owned()
}

fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str);
    let host = host.map(|host| host.trim_start_matches("www."));
    host.unwrap_or(address).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_is_called_by_its_host() {
        let (tube, map) = (EmbedProvider::Youtube, EmbedProvider::Map);
        assert_eq!(provider(tube, "https://youtu.be/a"), "YouTube");
        assert_eq!(
            provider(map, "https://www.openstreetmap.org/"),
            "OpenStreetMap"
        );
        let other = provider(EmbedProvider::Other, "https://www.video.example/a?b");
        assert_eq!(other, "video.example");
        let account = network(SocialNetwork::Other, "https://social.example/@mayak");
        assert_eq!(account, "social.example");
        assert_eq!(
            network(SocialNetwork::Whatsapp, "https://wa.me/1"),
            "WhatsApp"
        );
    }
}
