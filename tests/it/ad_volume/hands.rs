//! Clients that tell, several at once, until the server goes away.

use std::collections::BTreeSet;
use std::io::BufReader;
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use serde_json::Value as Json;

use super::day::{Request, What};
use crate::support::line::exchange;

/// How many tell at once.
const HANDS: usize = 8;

/// Those who tell, and what they were answered.
#[derive(Clone, Default)]
pub struct Hands(Arc<Known>);

#[derive(Default)]
struct Known {
    /// Numbers of requests that were answered.
    done: Mutex<BTreeSet<usize>>,
    /// What is on the disk, as the server said.
    answered: Mutex<BTreeSet<What>>,
    told: Mutex<Told>,
    changed: Condvar,
}

#[derive(Default)]
struct Told {
    /// Requests that were answered.
    answered: usize,
    /// Whether everybody has stopped.
    is_over: bool,
}

impl Hands {
    /// Waits until so many requests were answered, or everybody has stopped.
    pub fn wait_for(&self, count: usize) {
        let told = self.0.told.lock().unwrap();
        let goes_on = |told: &mut Told| told.answered < count && !told.is_over;
        drop(self.0.changed.wait_while(told, goes_on).unwrap());
    }

    /// What was answered as being on the disk.
    pub fn answered(&self) -> BTreeSet<What> {
        self.0.answered.lock().unwrap().clone()
    }

    /// Sends the requests that nobody has answered yet, until the server goes away.
    pub fn tell(&self, address: &str, requests: &Arc<Vec<Request>>) {
        let done = self.0.done.lock().unwrap().clone();
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let (address, requests, known) = (
                    address.to_owned(),
                    Arc::clone(requests),
                    Arc::clone(&self.0),
                );
                let is_mine = move |number: &usize| number % HANDS == hand;
                let mine: Vec<_> = (0..requests.len())
                    .filter(is_mine)
                    .filter(|number| !done.contains(number))
                    .collect();
                thread::spawn(move || known.tell(&address, &requests, &mine))
            })
            .collect();
        hands.into_iter().for_each(|hand| hand.join().unwrap());
        self.0.told.lock().unwrap().is_over = true;
        self.0.changed.notify_all();
    }

    /// Sends requests with one hand; each must be answered.
    pub fn tell_again(&self, address: &str, requests: &[Request]) {
        let mut stream = BufReader::new(TcpStream::connect(address).unwrap());
        for request in requests {
            send(&mut stream, request).expect("the server is there");
        }
    }
}

impl Known {
    fn tell(&self, address: &str, requests: &[Request], mine: &[usize]) {
        let Ok(stream) = TcpStream::connect(address) else {
            return;
        };
        let mut stream = BufReader::new(stream);
        for number in mine {
            let request = &requests[*number];
            if send(&mut stream, request).is_none() {
                return;
            }
            self.answered.lock().unwrap().extend(&request.whats);
            self.done.lock().unwrap().insert(*number);
            self.told.lock().unwrap().answered += 1;
            self.changed.notify_all();
        }
    }
}

/// Sends one request, and holds its answer against what it must be; `None` when the server went
/// away.
fn send(stream: &mut BufReader<TcpStream>, request: &Request) -> Option<()> {
    let sent = format!(
        "{} HTTP/1.1\r\nhost: test\r\n{}content-type: application/json\r\ncontent-length: {}\r\n\r\n{}",
        request.line,
        request.client.head(),
        request.body.len(),
        request.body
    );
    let (status, body) = exchange(stream, &sent)?;
    if request.body.is_empty() {
        assert_eq!(status, 204, "{}", request.line);
        return Some(());
    }
    let body = String::from_utf8_lossy(&body);
    assert_eq!(status, 200, "{body}");
    let answer: Json = serde_json::from_str(&body).unwrap();
    let report = &answer["data"]["adEventsReport"];
    assert_eq!(report["accepted"], request.whats.len(), "{answer:#}");
    assert_eq!(report["rejected"], request.rejected, "{answer:#}");
    Some(())
}
