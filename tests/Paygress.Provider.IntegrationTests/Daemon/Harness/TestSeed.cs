using System.Globalization;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>What a test's chances hang on: another number in each run, told in its output; <c>PAYGRESS_TEST_SEED</c> repeats one.</summary>
internal static class TestSeed
{
    public static Random MakeRandom()
    {
        var seed = Environment.GetEnvironmentVariable("PAYGRESS_TEST_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
