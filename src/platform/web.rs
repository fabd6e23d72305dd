//! Addresses of the web.

use url::{Host, Url};

/// Tells whether a text is an absolute https address, or an http one of this machine.
pub fn is_url(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host().is_some_and(|host| is_loopback(&host)),
        _ => false,
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_secure_or_of_this_machine() {
        for url in [
            "https://mayak.example",
            "http://localhost:4321/",
            "http://[::1]/a?b#c",
        ] {
            assert!(is_url(url), "{url}");
        }
        for text in [
            "http://mayak.example",
            "mayak.example",
            "/about",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_url(text), "{text}");
        }
    }
}
