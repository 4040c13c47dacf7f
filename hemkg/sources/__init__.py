"""Where papers come from: bibliographies and manifests."""
