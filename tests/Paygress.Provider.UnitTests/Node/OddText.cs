using CsCheck;

namespace Paygress.Provider.UnitTests.Node;

/// <summary>Texts that a parser must survive: any at all, and a good one with pieces cut out, doubled or replaced.</summary>
internal static class OddText
{
    public static Gen<string> Like(string good) =>
        Gen.OneOf(
            Gen.String,
            Gen.Select(Gen.Int[0, good.Length], Gen.Int[0, good.Length], Gen.String[0, 10], (from, to, odd) =>
                good[..from] + odd + good[to..]));
}
