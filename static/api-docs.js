/* Starts Swagger UI on the API page; apart, because the page may hold no inline script. */
window.addEventListener("load", () => {
  const place = document.getElementById("swagger-ui");
  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    requestInterceptor: (request) => {
      const unsafe = !["GET", "HEAD"].includes((request.method || "GET").toUpperCase());
      if (unsafe) request.headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]").value;
      return request;
    },
  });
});
