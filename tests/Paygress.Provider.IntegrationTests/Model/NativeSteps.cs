using System.Collections.Immutable;

namespace Paygress.Provider.IntegrationTests.Model;

/// <summary>Random sequences of steps.</summary>
internal static class NativeSteps
{
    private const int Tenants = 3;

    /// <summary>So short that a failing one is repeated as it is.</summary>
    private const int Most = 7;

    /// <summary>A spawn first: the others are about nothing without one.</summary>
    public static ImmutableArray<NativeStep> Next(Random random) =>
        [Spawn(random), .. Enumerable.Range(1, random.Next(3, Most)).Select(_ => Any(random))];

    private static NativeStep Any(Random random) => random.Next(14) switch
    {
        < 4 => Spawn(random),
        < 6 => new NativeStep.Extend(random.Next(Tenants), random.Next(2, 6)),
        < 7 => new NativeStep.Release(random.Next(Tenants)),
        < 8 => new NativeStep.Pass(random.Next(1, 4)),
        < 10 => new NativeStep.Kill(random.Next(Tenants)),
        < 12 => new NativeStep.Crash(random.Next(800)),
        < 13 => new NativeStep.Restart(random.Next(800)),
        _ => new NativeStep.EngineRestart(),
    };

    private static NativeStep.Spawn Spawn(Random random) => new(random.Next(Tenants), random.Next(3, 13));
}
