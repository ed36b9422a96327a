//! x
mod error;
mod event;
mod instructions;
mod lab;
mod row;
mod sandbox;
mod services;
mod tls;
#[tokio::main]
async fn main() {
    let lab = lab::Lab::start(std::path::PathBuf::from(std::env::args().nth(1).unwrap())).await.unwrap();
    print!("{}", row::table(&instructions::measure(&lab).await));
}
