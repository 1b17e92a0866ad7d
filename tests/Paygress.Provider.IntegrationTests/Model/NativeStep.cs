using System.Globalization;

namespace Paygress.Provider.IntegrationTests.Model;

/// <summary>Something that a tenant, an operator or fate does to a real provider. Prints as the C# that makes it.</summary>
internal abstract record NativeStep
{
    /// <summary>True when it comes before anything that was begun could be gone on with.</summary>
    public bool IsAbrupt => this is Crash or Restart or EngineRestart;

    protected virtual string Arguments => "";

    public sealed override string ToString() => $"new NativeStep.{GetType().Name}({Arguments})";

    private static string List(params int[] numbers) => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A tenant asks for a lease, or asks again.</summary>
    public sealed record Spawn(int Tenant, int Seconds) : NativeStep
    {
        protected override string Arguments => List(Tenant, Seconds);
    }

    public sealed record Extend(int Tenant, int Seconds) : NativeStep
    {
        protected override string Arguments => List(Tenant, Seconds);
    }

    public sealed record Release(int Tenant) : NativeStep
    {
        protected override string Arguments => List(Tenant);
    }

    public sealed record Pass(int Seconds) : NativeStep
    {
        protected override string Arguments => List(Seconds);
    }

    /// <summary>Somebody kills a container.</summary>
    public sealed record Kill(int Tenant) : NativeStep
    {
        protected override string Arguments => List(Tenant);
    }

    /// <summary>The provider is killed with -9 some milliseconds after the step before, and started again.</summary>
    public sealed record Crash(int After) : NativeStep
    {
        protected override string Arguments => List(After);
    }

    /// <summary>The provider is stopped in order some milliseconds after the step before, and started again.</summary>
    public sealed record Restart(int After) : NativeStep
    {
        protected override string Arguments => List(After);
    }

    /// <summary>Dockerd is restarted, which stops all containers.</summary>
    public sealed record EngineRestart : NativeStep;
}
