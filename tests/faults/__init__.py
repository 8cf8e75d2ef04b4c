"""The proof that no paid result is lost and nothing is paid twice, whatever disk, network and system do."""
