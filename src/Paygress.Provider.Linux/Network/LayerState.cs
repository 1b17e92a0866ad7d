using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Network;

/// <summary>How one layer was found, and how it is now.</summary>
/// <param name="Layer">What it is, for a reader.</param>
/// <param name="Mended">What was missing and is back; none when nothing was.</param>
/// <param name="Fault">What is not in place and could not be put there; none when all is.</param>
public sealed record LayerState(string Layer, string? Mended, string? Fault)
{
    internal static LayerState Intact(string layer) => new(layer, Mended: null, Fault: null);

    internal static LayerState PutBack(string layer, string what) => new(layer, what, Fault: null);

    internal static LayerState Broken(string layer, string why) => new(layer, Mended: null, why);

    /// <summary>For a question that was refused or not answered.</summary>
    internal static LayerState Broken<T>(string layer, HostResult<T> result) => Broken(layer, result.Error!.Detail); // not done carries an error
}
