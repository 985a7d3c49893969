//! What must hold between the parts of the platform: programs, templates, sample events, the API
//! and its description, the schemas of events, and who may import whom.
//!
//! Every test names what is wrong and where, all of it at once. Files that are made from the code
//! are compared with it; `make openapi` writes them again.

#![expect(clippy::tests_outside_test_module, reason = "the whole program is tests")]

mod arrows;
mod estate_events;
mod examples;
mod facts;
mod functions;
mod member_role;
mod openapi;
mod permissions;
mod queues;
mod repository;
mod roles;
mod routes;
mod samples;
mod schemas;
mod sources;
mod stacks;
mod template;
