// What a file uploader says when a file did not arrive, in place of its own "AxiosError: Request failed with status code 413".
(() => {
  const WORDS = {
    400: "the server no longer knows this page: load it anew, and give the file once more",
    401: "the server takes no file from this page: load it anew, and give the file once more",
    403: "the server takes no file from this page: load it anew, with cookies allowed, and give the file once more",
    413: "it is larger than this server takes",
    429: "too many files are under way at the moment: give it once more in a minute",
  };

  /** One sentence for an HTTP status, or for none where the connection broke off. */
  function sentence(status) {
    if (!status) return "The file did not arrive: the connection broke off. Give it once more.";
    return `The file did not arrive: ${WORDS[status] ?? `the server could not take it (error ${status}). Give it once more in a minute`}.`;
  }

  // The uploader turns the error into a text, and nothing else of it is shown.
  const { toString } = Error.prototype;
  Object.defineProperty(Error.prototype, "toString", {
    configurable: true,
    writable: true,
    value() {
      const upload = this?.name === "AxiosError" && String(this.config?.url).includes("/_stcore/upload_file/");
      return upload ? sentence(this.response?.status) : toString.call(this);
    },
  });
})();
