//! Listens, and hands each request to whom its host name stands for.

use std::{
    io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use rustls::{ServerConfig, ServerConnection, Stream};

use crate::{
    control, cors, graph,
    hosts::{Role, role},
    http::{self, Answer, Cut, Received},
    log::Entry,
    login,
    state::State,
};

/// How long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// Listens on localhost at `port`; 0 takes a free one.
pub(crate) fn listen(port: u16) -> Result<TcpListener, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("port {port} can't be used ({error}); choose another with --port"))
}

/// Answers until the program ends.
pub(crate) fn serve(listener: &TcpListener, config: &Arc<ServerConfig>, state: &Arc<Mutex<State>>) {
    for stream in listener.incoming().flatten() {
        let (config, state) = (Arc::clone(config), Arc::clone(state));
        // A browser that goes away in mid-answer concerns nobody.
        thread::spawn(move || talk(stream, config, &state).ok());
    }
}

fn talk(mut socket: TcpStream, config: Arc<ServerConfig>, state: &Mutex<State>) -> io::Result<()> {
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_nodelay(true)?;
    let mut connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut stream = Stream::new(&mut connection, &mut socket);
    let received = http::read(&mut stream)?;
    let (answer, delay) = respond(&received, state);
    // The state is not held meanwhile: others are answered.
    thread::sleep(delay);
    http::write(&mut stream, &answer)?;
    if answer.cut == Cut::Nowhere {
        connection.send_close_notify();
        connection.complete_io(&mut socket)?;
    }
    Ok(())
}

fn respond(received: &Received, state: &Mutex<State>) -> (Answer, Duration) {
    let mut state = lock(state);
    let host = received.header("host").unwrap_or_default();
    let role = role(host);
    let answer = match role {
        _ if role.is_some_and(|role| state.refuses(role, received)) => cors::silent(503),
        Some(Role::Login) => login::answer(&mut state, received),
        Some(Role::Graph) => graph::answer(&mut state, received),
        Some(Role::NationalGraph) => graph::answer_national(&mut state, received),
        Some(Role::Control) => return (control::answer(&mut state, received), Duration::ZERO),
        None => Answer::text(421, "This port answers for the hosts that `cargo xtask tenant` prints.\n"),
    };
    state.log.push(Entry::new(received, answer.status, &state.sought));
    let slow = role.is_some_and(|role| role != Role::Login) && !received.is_preflight();
    let delay = if slow { state.tenant.switches.latency.0 } else { 0 };
    (answer, Duration::from_millis(delay))
}

/// A thread that panicked leaves the state as it was: the next request is answered with it.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
