using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Faults;

/// <summary>A port whose every method is a fault point, whatever methods it has: a new one is covered without being named here.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "The proxy derives from it.")]
internal class FaultyPort : DispatchProxy
{
    private const string IoError = "injected: input/output error";
    private const int SqliteIoError = 10;

    private object _real = null!; // set right after it is made, which the base class does without arguments
    private FaultGate _gate = null!;
    private string _noun = "";

    public static T Guard<T>(T real, FaultGate gate)
        where T : class
    {
        var port = Create<T, FaultyPort>();
        var proxy = (FaultyPort)(object)port;
        (proxy._real, proxy._gate, proxy._noun) = (real, gate, NounOf(typeof(T)));
        return port;
    }

    /// <summary>The name of a method as a fault point.</summary>
    public static string NameOf(Type port, MethodInfo method) => $"{NounOf(port)}.{method.Name.Replace("Async", "", StringComparison.Ordinal)}";

    /// <summary>True for an error that was injected here.</summary>
    public static bool IsInjected(Exception exception) => exception is DbException or IOException && exception.Message.Contains("injected", StringComparison.Ordinal);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!; // the proxy never calls without one
        args = [.. (args ?? []).Select(Keep)];
        var name = NameOf(method.DeclaringType!, method) + (args.OfType<LeaseEvent>().FirstOrDefault() is { } e ? $"({e.Name})" : "");
        if (!method.ReturnType.IsAssignableTo(typeof(Task)))
        {
            return PlayNow(name, () => method.Invoke(_real, args));
        }

        if (method.ReturnType == typeof(Task))
        {
            return PlayAsync(name, async () =>
            {
                await (Task)method.Invoke(_real, args)!;
                return default(Nothing);
            });
        }

        var play = typeof(FaultyPort).GetMethod(nameof(PlayAsync), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(method.ReturnType.GenericTypeArguments);
        var run = typeof(Call).GetMethod(nameof(Call.Run))!.MakeGenericMethod(method.ReturnType);
        var call = Delegate.CreateDelegate(typeof(Func<>).MakeGenericType(method.ReturnType), new Call(method, _real, args), run);
        return play.Invoke(this, [name, call]);
    }

    // A key that was handed over is out of the caller's hands: an effect that comes late has it although it was zeroed here.
    private static object? Keep(object? argument) => argument is VolumeKey key ? new VolumeKey(key.Bytes.Span) : argument;

    private static string NounOf(Type port) => port.Name[1..];

    private async Task<T> PlayAsync<T>(string name, Func<Task<T>> call)
    {
        var mayBeSilent = typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(HostResult<>);
        if (_gate.IsCrashed)
        {
            return await Never<T>();
        }

        switch (_gate.Enter(name, mayBeSilent))
        {
            case null:
                var answer = await call();
                return _gate.IsCrashed ? await Never<T>() : answer;
            case FaultKind.CrashBefore:
                _gate.Crash();
                return await Never<T>();
            case FaultKind.CrashAfter:
                await call();
                _gate.Crash();
                return await Never<T>();
            case FaultKind.CrashLate:
                _gate.Postpone(call);
                _gate.Crash();
                return await Never<T>();
            case FaultKind.Error:
                return mayBeSilent ? Answer<T>("Failed", ErrorCodes.BackendError, "injected: refused") : throw Broken(name);
            case FaultKind.Late:
                _gate.Postpone(call);
                return Answer<T>("Unknown", "injected: no answer");
            case FaultKind.LostReply:
                await call();
                return mayBeSilent ? Answer<T>("Unknown", "injected: the answer is lost") : throw Broken(name);
            default:
                return Answer<T>("Unknown", "injected: no answer");
        }
    }

    // A call that does not wait can't be left hanging; it is ended by an error, and nothing after it has an effect.
    private object? PlayNow(string name, Func<object?> call)
    {
        if (_gate.IsCrashed)
        {
            throw Broken(name);
        }

        var fault = _gate.Enter(name, mayBeSilent: false);
        var answer = fault is FaultKind.CrashBefore or FaultKind.Error ? null : call();
        if (fault is FaultKind.CrashBefore or FaultKind.CrashAfter)
        {
            _gate.Crash();
        }

        return fault is null ? answer : throw Broken(name);
    }

    private Exception Broken(string name) => _noun is "LeaseStore" or "SpawnQueue" ? new SqliteException($"{IoError} at {name}", SqliteIoError) : new IOException($"{IoError} at {name}");

    private static T Answer<T>(string way, params object[] arguments) =>
        (T)typeof(HostResult).GetMethod(way)!.MakeGenericMethod(typeof(T).GenericTypeArguments).Invoke(null, arguments)!;

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private sealed class Call(MethodInfo method, object real, object?[]? arguments)
    {
        public T Run<T>() => (T)method.Invoke(real, arguments)!;
    }
}
