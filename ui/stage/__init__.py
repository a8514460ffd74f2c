"""The picture of mixing against denoising, drawn and played in the browser."""
