using System.Buffers;
using Lotse.Adapters.Outside;
using Lotse.Domain.Intake.Mail.Images;

namespace Lotse.Adapters.RemoteImages;

/// <param name="ContentType">As the bytes themselves say.</param>
public sealed record FetchedImage(ReadOnlyMemory<byte> Bytes, string ContentType);

/// <summary>Why there is no picture.</summary>
public enum ImageRefusal { None, AddressNotAllowed, PrivateAddress, Unreachable, TooManyRedirects, NotThere, NotAnImage, TooLarge, TooSlow }

/// <summary>Either a picture, or why there is none.</summary>
public sealed record ImageAnswer(FetchedImage? Image, ImageRefusal Refusal = ImageRefusal.None);

/// <summary>Fetches a picture from somewhere else, on behalf of a person who asked to see it. The other side learns the address of this machine and nothing
/// more: no cookies, no referrer, no names. Every host, also that of a redirect, is looked up and checked here, and the connection goes to the address
/// that was checked.</summary>
public sealed class FetchImage(RemoteImageOptions options, TimeProvider clock) : IDisposable
{
    private const int LongestAddress = 4000;

    private readonly CheckedConnections _connections = new(options);
    private readonly SemaphoreSlim _turns = new(options.AtOnce);

    /// <summary>What may be asked for at all: http and https, with a host, and without a name and password of somebody.</summary>
    public static Uri? AddressOf(string address) =>
        address.Length <= LongestAddress && Uri.TryCreate(address, UriKind.Absolute, out var uri) && MayBeAsked(uri) ? uri : null;

    public async Task<ImageAnswer> RunAsync(string address, CancellationToken cancel)
    {
        if (AddressOf(address) is not { } uri) return new ImageAnswer(null, ImageRefusal.AddressNotAllowed);
        using var patience = new CancellationTokenSource(options.Time * 3, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        var turn = false;
        try
        {
            await _turns.WaitAsync(waiting.Token);
            turn = true;
            using var time = new CancellationTokenSource(options.Time, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
            return await FollowAsync(uri, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ImageAnswer(null, ImageRefusal.TooSlow);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new ImageAnswer(null, RefusalOf(e));
        }
        finally
        {
            if (turn) _turns.Release();
        }
    }

    public void Dispose()
    {
        _connections.Dispose();
        _turns.Dispose();
    }

    private async Task<ImageAnswer> FollowAsync(Uri address, CancellationToken cancel)
    {
        for (var redirects = 0; redirects <= options.MaxRedirects; redirects++)
        {
            if (!MayBeAsked(address)) return new ImageAnswer(null, ImageRefusal.AddressNotAllowed);
            using var answer = await _connections.AskAsync(address, cancel);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return answer.IsSuccessStatusCode ? await ReadAsync(answer.Content, cancel) : new ImageAnswer(null, ImageRefusal.NotThere);
            }
            if (answer.Headers.Location is not { } to || !Uri.TryCreate(address, to, out var next)) return new ImageAnswer(null, ImageRefusal.NotThere);
            address = next;
        }
        return new ImageAnswer(null, ImageRefusal.TooManyRedirects);
    }

    private async Task<ImageAnswer> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > options.MaxBytes) return new ImageAnswer(null, ImageRefusal.TooLarge);
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer, RasterImage.Looked, throwOnEndOfStream: false, cancel);
            if (RasterImage.TypeOf(buffer.AsSpan(0, length)) is not { } type) return new ImageAnswer(null, ImageRefusal.NotAnImage);
            var bytes = new MemoryStream();
            for (; length > 0; length = await stream.ReadAsync(buffer, cancel))
            {
                if (bytes.Length + length > options.MaxBytes) return new ImageAnswer(null, ImageRefusal.TooLarge);
                bytes.Write(buffer, 0, length);
            }
            return new ImageAnswer(new FetchedImage(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), type));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool MayBeAsked(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0 && address.Host.Length > 0 && address.AbsoluteUri.Length <= LongestAddress;

    private static ImageRefusal RefusalOf(Exception error) => ConnectionRefused.In(error) switch
    {
        NoConnection.PrivateAddress => ImageRefusal.PrivateAddress,
        NoConnection.PortNotAllowed => ImageRefusal.AddressNotAllowed,
        _ => ImageRefusal.Unreachable,
    };
}
