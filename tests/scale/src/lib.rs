//! A scan of an organization of any size, in this process: the real handlers, on ports of ours.
//!
//! Two things are shown with it. [`simulation`] runs a whole scan on fakes that keep everything,
//! while functions are killed, calls fail, and messages come twice or not at all: in the end nothing
//! is lost or doubled. [`synthetic`] runs one function at a time on ports that keep nothing and make
//! up what they answer, so that the memory of the process is that of the function.

pub mod estate;
pub mod faulty;
pub mod queues;
pub mod random;
pub mod simulation;
pub mod synthetic;

#[cfg(test)]
mod tests;
