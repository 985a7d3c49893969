//! Measures the programs that the platform is made of, without the platform around them.
//!
//! `bench speed <folder>` runs the functions in a folder of `<function>/bootstrap` against a
//! Runtime API and a DynamoDB of our own, and prints what a first and a later answer take.
//! `bench link <context> <function>` prints what one more function costs to build.
//! `bench graph` prints what questions about a graph of 10,000 resources take.
//! `bench scale` prints how a scan grows with an organization.
//! `bench replay <upstream> [<service>=<upstream>]...` is an AWS endpoint that answers from memory.

mod figures;
mod function;
mod graph;
mod link;
mod replay;
mod runtime_api;
mod scale;
mod speed;
mod table;

use anyhow::{Result, bail};
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["speed", folder] => tokio::runtime::Runtime::new()?.block_on(speed::measure(Path::new(folder))),
        ["link", context, function] => link::measure(context, function),
        ["graph"] => tokio::runtime::Runtime::new()?.block_on(graph::measure()),
        ["scale", ..] => scale::measure(&words[1..]),
        ["replay", upstream, ref others @ ..] => {
            // One thread: what it uses is not there for the program that is measured.
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(replay::serve(upstream, others))
        }
        _ => bail!(
            "usage: bench speed <folder> | link <context> <function> | graph | scale \
             | replay <upstream> [<service>=<upstream>]..."
        ),
    }
}
