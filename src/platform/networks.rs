//! Lists of networks, and who asks from behind a proxy.

use std::net::IpAddr;

use ipnet::IpNet;

/// Networks, such as those of data centres.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads a list, one network or address a line (`192.0.2.0/24`); what follows `#` is a remark.
    ///
    /// # Errors
    /// The lines that are neither.
    pub fn parse(list: &str) -> Result<Self, Vec<String>> {
        let bare = |line: &'_ str| line.split('#').next().unwrap_or_default().trim().to_owned();
        let lines = list.lines().map(bare).filter(|line| !line.is_empty());
        let (mut networks, mut wrong) = (Vec::new(), Vec::new());
        for line in lines {
            let address = || line.parse::<IpAddr>().ok().map(IpNet::from);
            match line.parse::<IpNet>().ok().or_else(address) {
                Some(network) => networks.push(network),
                None => wrong.push(line),
            }
        }
        if wrong.is_empty() {
            Ok(Self(IpNet::aggregate(&networks)))
        } else {
            Err(wrong)
        }
    }

    /// Whether an address is in one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Whether an address is of this machine or of a private network: nobody on the internet has it.
pub fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// Who asks: the peer, or whom near proxies say they ask for. `forwarded` is `X-Forwarded-For`, to
/// which each proxy adds whom it was asked by; only what near ones added is believed.
pub fn client(peer: IpAddr, forwarded: Option<&str>) -> IpAddr {
    let mut client = peer;
    for part in forwarded.unwrap_or_default().rsplit(',') {
        match part.trim().parse() {
            Ok(before) if is_near(client) => client = before,
            _ => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_list_holds_networks_and_addresses() {
        let list = Networks::parse("192.0.2.1\n\n# all\n2001:db8::/48 # ours").unwrap();

        for (address, is_in) in [
            ("192.0.2.1", true),
            ("::ffff:192.0.2.1", true),
            ("192.0.2.2", false),
            ("2001:db8::7", true),
            ("2001:db8:1::7", false),
        ] {
            assert_eq!(list.contains(ip(address)), is_in, "{address}");
        }
    }

    #[test]
    fn a_list_names_what_is_wrong_in_it() {
        assert_eq!(
            Networks::parse("192.0.2.0/24\nsomewhere\n192.0.2.0/77").unwrap_err(),
            ["somewhere", "192.0.2.0/77"]
        );
    }

    #[test]
    fn near_proxies_are_believed_and_nobody_else() {
        for (peer, forwarded, wanted) in [
            ("198.51.100.7", None, "198.51.100.7"),
            ("198.51.100.7", Some("203.0.113.9"), "198.51.100.7"),
            ("127.0.0.1", Some("203.0.113.9"), "203.0.113.9"),
            (
                "127.0.0.1",
                Some("6.6.6.6, 203.0.113.9, 10.0.0.3"),
                "203.0.113.9",
            ),
            ("127.0.0.1", Some("nonsense"), "127.0.0.1"),
            ("::1", None, "::1"),
        ] {
            assert_eq!(
                client(ip(peer), forwarded),
                ip(wanted),
                "{peer} {forwarded:?}"
            );
        }
    }
}
