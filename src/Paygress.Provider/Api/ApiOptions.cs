namespace Paygress.Provider.Api;

/// <summary>The local API: section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string SectionName = "Api";

    /// <summary>The socket's path; empty takes <c>provider.sock</c> in the runtime directory.</summary>
    public string Socket { get; set; } = "";

    /// <summary>The group that may use the socket, where it exists: everyone in it is an operator.</summary>
    public string Group { get; set; } = "paygress";
}
