// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/aws/aws-xray-sdk-go/xray"
)

// decide makes a segment every 50 ms under the rules that TCP 2000 gives, and prints a line for each: "sampled ID" or "dropped".
func decide() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		select {
		case <-ended:
			return
		case <-tick.C:
			_, segment := xray.BeginSegment(context.Background(), "go-decide")
			sampled := segment.Sampled
			segment.Close(nil)
			if sampled {
				fmt.Println("sampled", segment.TraceID)
			} else {
				fmt.Println("dropped")
			}
		}
	}
}
