// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Go application of the conformance test: three traces by the X-Ray SDK, whose ids it prints as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/aws/aws-xray-sdk-go/strategy/sampling"
	"github.com/aws/aws-xray-sdk-go/xray"
)

// everything is a local rule that samples every request, so that TCP 2000 is left alone.
const everything = `{"version": 2, "rules": [], "default": {"fixed_target": 1, "rate": 1.0}}`

// stock is an instrumented service: it knows /7, refuses /8 with 403 and fails for all others.
func stock(answer http.ResponseWriter, request *http.Request) {
	_ = xray.Capture(request.Context(), "look-up", func(ctx context.Context) error {
		return xray.AddAnnotation(ctx, "path", request.URL.Path)
	})
	switch request.URL.Path {
	case "/7":
		fmt.Fprint(answer, "7 in stock")
	case "/8":
		answer.WriteHeader(http.StatusForbidden)
	default:
		answer.WriteHeader(http.StatusInternalServerError)
	}
}

func ask(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// order is a request that calls the stock service three times, over one connection each.
func order(address string) (string, error) {
	ctx, segment := xray.BeginSegment(context.Background(), "go-orders")
	segment.User = "ada"
	_ = segment.AddAnnotation("tier", "gold")
	_ = segment.AddAnnotation("items", 3)
	_ = segment.AddAnnotation("gift", false)
	_ = segment.AddMetadata("basket", []string{"A-1", "Ünï-2"})
	_ = segment.AddMetadataToNamespace("workflow", "step", 2)
	client := xray.Client(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}})
	for _, path := range []string{"/7", "/8", "/9"} {
		err := xray.Capture(ctx, "ask"+path, func(ctx context.Context) error {
			return ask(ctx, client, "http://"+address+path)
		})
		if err != nil {
			return "", err
		}
	}
	segment.Close(nil)
	return segment.TraceID, nil
}

// failure is a request whose inner work returns an error, which its outer work wraps.
func failure() string {
	ctx, segment := xray.BeginSegment(context.Background(), "go-failure")
	err := xray.Capture(ctx, "charge", func(ctx context.Context) error {
		err := xray.Capture(ctx, "card", func(context.Context) error {
			return errors.New("card expired")
		})
		return fmt.Errorf("charge: %w", err)
	})
	segment.Close(err)
	return segment.TraceID
}

// batch has 25 subsegments: above the threshold of 20 the SDK sends finished ones on their own.
func batch() string {
	ctx, segment := xray.BeginSegment(context.Background(), "go-batch")
	for group := 0; group < 5; group++ {
		_ = xray.Capture(ctx, fmt.Sprintf("group-%d", group), func(ctx context.Context) error {
			for item := 0; item < 4; item++ {
				_ = xray.Capture(ctx, fmt.Sprintf("item-%d-%d", group, item), func(ctx context.Context) error {
					return xray.AddAnnotation(ctx, "item", item)
				})
			}
			return nil
		})
	}
	segment.Close(nil)
	return segment.TraceID
}

func run() error {
	strategy, err := sampling.NewLocalizedStrategyFromJSONBytes([]byte(everything))
	if err != nil {
		return err
	}
	if err := xray.Configure(xray.Config{SamplingStrategy: strategy}); err != nil {
		return err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: xray.Handler(xray.NewFixedSegmentNamer("go-stock"), http.HandlerFunc(stock))}
	go func() { _ = server.Serve(listener) }()
	address := listener.Addr().String()

	orders, err := order(address)
	if err != nil {
		return err
	}
	traces := map[string]string{"go-orders": orders, "go-failure": failure(), "go-batch": batch()}
	if err := server.Shutdown(context.Background()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"address": address, "traces": traces})
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "decide" {
		decide()
		return
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
