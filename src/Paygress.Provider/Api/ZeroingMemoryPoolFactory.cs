using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Paygress.Provider.Api;

/// <summary>Gives the web server its memory.</summary>
internal sealed class ZeroingMemoryPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new ZeroingMemoryPool();
}
