namespace Paygress.Provider.OpenApi;

/// <summary>The description of the local API. It is made by a test and shipped inside the program, so nothing is worked out here.</summary>
internal static class OpenApiEndpoints
{
    private const string Resource = "openapi.json";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", Get);

    /// <summary>The document; its reader closes it.</summary>
    public static Stream Open() =>
        typeof(OpenApiEndpoints).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the program");

#pragma warning disable CA2000 // The result closes it.
    private static IResult Get() => Results.Stream(Open(), "application/json");
#pragma warning restore CA2000
}
