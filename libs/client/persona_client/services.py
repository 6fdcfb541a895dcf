"""Services and their addresses on the local stack. Generated from the directory of services."""

LOCAL_ADDRESSES = {
    "registry": "127.0.0.1:50051",
    "analyzer": "127.0.0.1:50052",
}
